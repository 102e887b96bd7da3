int answer = 42;
void _start(void) { __asm__ volatile("mov %0, %%edi; mov $60, %%eax; syscall" : : "m"(answer)); }
