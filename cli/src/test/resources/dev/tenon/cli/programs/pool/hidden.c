__attribute__((visibility("hidden"))) int hidden_one = 1; int hidden_two(void) { return hidden_one; }
