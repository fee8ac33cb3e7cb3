"""What is asked before something of the desk is written to a file: the window that is the same whatever that is."""
