static int apply(int (*f)(int), int x) { return f(x); }
int nested_works(void) { volatile int k = 41; int add(int x) { return x + k; } return apply(add, 1); }
