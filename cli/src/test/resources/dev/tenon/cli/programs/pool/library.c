int depth_works(void);
int library_works(void) { return 10 + depth_works(); }
int library_old(void) { return 1; }
int library_hidden(void) { return 2; }
