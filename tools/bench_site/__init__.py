"""What `make bench` adds to the portal: a counter of queries, and a bare page to compare with. Never in production."""
