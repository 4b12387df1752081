"""Open data: tables without any person in them, written anew each night, whole or not at all."""
