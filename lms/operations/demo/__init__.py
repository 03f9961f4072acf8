"""Marlshire: an invented council to look at and try things on."""
