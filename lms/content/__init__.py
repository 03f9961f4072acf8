"""What is taught: modules, their editions, and who approved them."""
