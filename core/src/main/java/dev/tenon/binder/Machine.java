package dev.tenon.binder;

import dev.tenon.format.Elf;
import org.jspecify.annotations.Nullable;

/**
 * What two objects must share to be linked together.
 *
 * @param number {@code EM_…}
 */
record Machine(boolean is64, boolean isLittle, int number) {

  static Machine of(Elf.Header header) {
    return new Machine(header.is64(), header.isLittle(), header.machine());
  }

  /** Of an emulation ({@code -m}) or of a format of BFD; null if it is not known here. */
  static @Nullable Machine named(String name) {
    return switch (name) {
      case "elf_x86_64", "elf64-x86-64" -> new Machine(true, true, 62);
      case "elf32_x86_64", "elf32-x86-64" -> new Machine(false, true, 62);
      case "elf_i386", "elf32-i386" -> new Machine(false, true, 3);
      case "aarch64linux", "aarch64elf", "elf64-littleaarch64" -> new Machine(true, true, 183);
      case "aarch64linuxb", "aarch64elfb", "elf64-bigaarch64" -> new Machine(true, false, 183);
      case "armelf_linux_eabi", "armelf", "elf32-littlearm" -> new Machine(false, true, 40);
      case "elf64lriscv", "elf64-littleriscv" -> new Machine(true, true, 243);
      case "elf32lriscv", "elf32-littleriscv" -> new Machine(false, true, 243);
      case "elf64ppc", "elf64-powerpc" -> new Machine(true, false, 21);
      case "elf64lppc", "elf64-powerpcle" -> new Machine(true, true, 21);
      case "elf32ppclinux", "elf32ppc", "elf32-powerpc" -> new Machine(false, false, 20);
      case "elf64_s390", "elf64-s390" -> new Machine(true, false, 22);
      case "elf64loongarch", "elf64-loongarch" -> new Machine(true, true, 258);
      default -> null;
    };
  }

  /** For people. */
  String text() {
    return Elf.machineName(number)
        + (is64 ? ", 64 bits" : ", 32 bits")
        + (isLittle ? "" : ", big-endian");
  }
}
