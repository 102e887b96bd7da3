int archive_works(void); int cycle_works(void); int wants(void) { return archive_works() + cycle_works(); }
