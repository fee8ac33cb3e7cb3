"""How fast Deskbell is, each figure beside a limit taken in the same run: a bare script that does the same with nothing around it."""
