"""Who trains what, and when: the queue that pages and the command line speak to, and the workers that obey it."""
