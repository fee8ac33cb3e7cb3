"""The inbox: the list of views and the list of tickets."""
