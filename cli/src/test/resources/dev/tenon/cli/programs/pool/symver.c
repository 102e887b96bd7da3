__asm__(".symver old_name, versioned@V1");
__asm__(".symver new_name, versioned@@V2");
int old_name(void) { return 1; }
int new_name(void) { return 2; }
int symver_works(void) { return old_name() + new_name(); }
