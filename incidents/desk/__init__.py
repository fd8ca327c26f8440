"""The desk: the only writer. A use case is one function and one transaction that it joins, and it tells its reason."""
