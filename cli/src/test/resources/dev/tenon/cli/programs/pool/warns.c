int warned(void); int warns(void) { return warned(); }
