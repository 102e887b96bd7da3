static int two(void) { return 2; }
static void *resolve(void) { return (void *)two; }
int chosen(void) __attribute__((ifunc("resolve")));
int (*chosen_pointer)(void) = chosen;
int ifunc_works(void) { return chosen() + chosen_pointer() + (chosen_pointer == chosen); }
