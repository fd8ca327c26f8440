"""Several people or departments on one incident."""
