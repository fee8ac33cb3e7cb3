"""The words of the desk: frozen values, enums and ids. Standard library only."""
