__attribute__((section("zone"))) int zone_a = 1;
__attribute__((section("zone"))) int zone_b = 2;
extern int __start_zone[], __stop_zone[];
__attribute__((section(".note.mine"), aligned(4))) static const int note[] = {4, 4, 7, 0x656d696d, 9};
int zoned_works(void) { return (int)(__stop_zone - __start_zone); }
