"""The lab's own parts of JupyterHub and of the users' servers."""
