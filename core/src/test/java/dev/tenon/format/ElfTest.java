package dev.tenon.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.real.Lab;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfTest {
  private final Lab lab;

  ElfTest(@TempDir Path folder) {
    Lab.needs("gcc");
    lab = new Lab(folder);
    lab.write("f.c", "int f(void) { return 1; }\n");
  }

  private Elf elf(String name) {
    return Elf.read(Bytes.of(lab.bytes(name)), name, null);
  }

  @Test
  void anObjectTellsItsMachineAndItsSections() {
    lab.ok("gcc -c f.c -o f.o");
    var elf = elf("f.o");
    assertThat(elf.header()).isEqualTo(new Elf.Header(true, true, 0, Elf.RELOCATABLE, 62, 0));
    var sections = elf.sections();
    int text = 1;
    while (!sections.name(text).equals(".text")) {
      text++;
    }
    assertThat(sections.flags(text)).isEqualTo(6);
    assertThat(sections.size(text)).isPositive();
    assertThat(sections.debugBytes()).isZero();
    assertThat(sections.ir()).isEqualTo(ElfSections.Ir.NONE);
  }

  @Test
  void debugBytesAreThoseOfTheDebugSectionsCompressedOrNot() {
    lab.ok("gcc -c -g f.c -o g.o").ok("gcc -c -g -gz f.c -o z.o");
    long plain = elf("g.o").sections().debugBytes();
    long without = elf("g.o").sections().count();
    assertThat(plain).isBetween(100L, (long) lab.bytes("g.o").length);
    assertThat(elf("z.o").sections().debugBytes()).isPositive();
    assertThat(without).isPositive();
  }

  @Test
  void gccsIrIsFoundAndWhetherMachineCodeComesWithIt() {
    lab.ok("gcc -c -flto f.c -o slim.o").ok("gcc -c -flto -ffat-lto-objects f.c -o fat.o");
    assertThat(elf("slim.o").sections().ir()).isEqualTo(ElfSections.Ir.GCC_SLIM);
    assertThat(elf("fat.o").sections().ir()).isEqualTo(ElfSections.Ir.GCC_FAT);
  }

  @Test
  void aSharedLibraryTellsNameNeedsAndRunPath() {
    lab.ok(
        "gcc -shared -fPIC f.c -o libf.so -Wl,-soname,libf.so.3 -Wl,-rpath,/x:/y -lm"
            + " -Wl,--no-as-needed -lm -Wl,--enable-new-dtags");
    assertThat(elf("libf.so").dynamic().soname()).isEqualTo("libf.so.3");
    assertThat(elf("libf.so").dynamic().needed()).contains("libm.so.6", "libc.so.6");
    assertThat(elf("libf.so").dynamic().runpath()).isEqualTo("/x:/y");
    assertThat(elf("libf.so").dynamic().rpath()).isNull();
    lab.ok("gcc -shared -fPIC f.c -o libr.so -Wl,-rpath,/r -Wl,--disable-new-dtags");
    assertThat(elf("libr.so").dynamic().rpath()).isEqualTo("/r");
  }

  @Test
  void aLibraryWithoutSectionHeadersTellsTheSameThroughItsSegments() {
    lab.ok("gcc -shared -fPIC f.c -o libf.so -Wl,-soname,libf.so.3");
    byte[] bytes = lab.bytes("libf.so");
    var expected = Elf.read(Bytes.of(bytes), "libf.so", null).dynamic();
    Arrays.fill(bytes, 40, 48, (byte) 0);
    Arrays.fill(bytes, 58, 64, (byte) 0);
    var stripped = Elf.read(Bytes.of(MemorySegment.ofArray(bytes)), "libf.so", null);
    assertThat(stripped.dynamic()).isEqualTo(expected);
    assertThat(expected.soname()).isEqualTo("libf.so.3");
  }

  @Test
  void anObjectOfManySectionsKeepsItsCountInTheFirstHeader() {
    var source = new StringBuilder();
    for (int i = 0; i < 66_000; i++) {
      source.append(".section .s").append(i).append(",\"a\"\n.byte 1\n");
    }
    lab.write("many.s", source.toString()).ok("gcc -c many.s -o many.o");
    assertThat(elf("many.o").sections().count()).isGreaterThan(66_000);
    assertThat(elf("many.o").sections().name(66_000)).startsWith(".s");
  }

  @Test
  void everyTruncationIsNamedByFileAndOffset() {
    lab.ok("gcc -c -g f.c -o f.o").ok("gcc -shared -fPIC f.c -o libf.so");
    for (String name : new String[] {"f.o", "libf.so"}) {
      byte[] whole = lab.bytes(name);
      elf(name).sections().check();
      for (int length = 0; length < whole.length; length += 1 + length / 100) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(
                () -> {
                  var elf = Elf.read(Bytes.of(part), "part", "m.o");
                  elf.sections().check();
                  elf.dynamic();
                })
            .isInstanceOf(BadFile.class)
            .hasMessageStartingWith("part(m.o): offset ");
      }
    }
  }

  @Test
  void changedBytesLeadToAnAnswerOrToANamedFault() {
    lab.ok("gcc -shared -fPIC f.c -o libf.so -Wl,-soname,libf.so.3");
    byte[] whole = lab.bytes("libf.so");
    var random = new java.util.Random(7);
    int faults = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = whole.clone();
      for (int i = 0; i < 4; i++) {
        int place = random.nextInt(3) == 0 ? random.nextInt(whole.length) : random.nextInt(64);
        changed[place] = (byte) random.nextInt(256);
      }
      try {
        var elf = Elf.read(Bytes.of(changed), "changed", null);
        elf.sections().check();
        elf.sections().debugBytes();
        elf.sections().ir();
        elf.dynamic();
      } catch (BadFile e) {
        faults++;
      }
    }
    assertThat(faults).isBetween(1000, 20_000);
  }

  /** What a section of a file of holes may claim. */
  @Test
  void aTableThatIsLargerThanMemoryIsRefused() {
    lab.ok("gcc -c f.c -o f.o");
    byte[] start = lab.bytes("f.o");
    var fields = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int names = (int) fields.getLong(40) + 64 * fields.getShort(62);
    fields.putLong(names + 32, 1L << 30);
    Bytes holes =
        new Bytes() {
          @Override
          public long size() {
            return 1L << 40;
          }

          @Override
          public byte[] read(long offset, int length) {
            return Arrays.copyOfRange(start, (int) offset, (int) offset + length);
          }
        };
    var sections = Elf.read(holes, "f.o", null).sections();
    assertThatThrownBy(sections::check)
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("more than is read");
  }
}
