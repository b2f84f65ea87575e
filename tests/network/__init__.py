"""Installation and browsers live in network namespaces of their own, and we spoil the wire between them."""
