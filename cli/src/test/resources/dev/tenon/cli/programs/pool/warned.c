int warned(void) { return 0; }
__attribute__((section(".gnu.warning.warned"))) static const char text[] = "warned() is for the brave";
