"""The driver of the bench suite; ../README.md explains it."""
