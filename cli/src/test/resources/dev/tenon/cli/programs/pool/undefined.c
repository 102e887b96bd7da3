int nowhere(void); int nowhere2(int); int undefined(void) { return nowhere() + nowhere2(1); }
