"""Sign-in links, codes and cards."""
