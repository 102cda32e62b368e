"""Measurements that are run by hand (`speed`) or hold the line in the tests (`own`, `gate`, `pin`)."""
