"""The live plane is tried from outside: a real server on a free port, and clients that speak HTTP."""
