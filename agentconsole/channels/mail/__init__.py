"""Mail as it really arrives (broken headers, lying charsets, HTML, quotes), turned into plain values."""
