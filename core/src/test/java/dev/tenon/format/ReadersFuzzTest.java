package dev.tenon.format;

import dev.tenon.binder.observe.DependencyFile;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.Objects;
import dev.tenon.real.Lab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects, archives and scripts, changed at random, as their readers see them. */
class ReadersFuzzTest {
  @TempDir Path folder;

  @Test
  void aChangedFileIsReadOrRefused() {
    Lab.needs("gcc", "ar");
    List<byte[]> seeds = new ArrayList<>(Objects.in(new Lab(folder)).values());
    Objects.SCRIPTS.forEach(text -> seeds.add(text.getBytes(StandardCharsets.UTF_8)));
    Fuzzer.run(
        "readers",
        random ->
            dev.tenon.fuzz.Bytes.change(random, dev.tenon.fuzz.Bytes.pick(random, seeds), seeds),
        ReadersFuzzTest::read,
        List.of(BadFile.class));
  }

  private static void read(byte[] input) {
    Bytes bytes = Bytes.of(input);
    each(
        () -> elf(bytes),
        () -> elf(sparse(input)),
        () -> archive(bytes),
        () -> archive(sparse(input)),
        () -> ScriptReader.read(new String(input, StandardCharsets.UTF_8), "x"),
        () -> DependencyFile.parse(new String(input, StandardCharsets.UTF_8), "lld"));
  }

  /** All of them; then the error of the one that has said most. */
  private static void each(Runnable... readers) {
    BadFile bad = null;
    for (Runnable reader : readers) {
      try {
        reader.run();
      } catch (BadFile e) {
        Fuzzer.message(e.getMessage());
        bad = e;
      }
    }
    if (bad != null) {
      throw bad;
    }
  }

  /** The same with a terabyte of zeros behind. */
  private static Bytes sparse(byte[] input) {
    return new Bytes() {
      @Override
      public long size() {
        return 1L << 40;
      }

      @Override
      public byte[] read(long offset, int length) {
        byte[] found = new byte[(int) Math.min(length, size() - offset)];
        if (offset < input.length) {
          int end = (int) Math.min(input.length, offset + found.length);
          byte[] part = Arrays.copyOfRange(input, (int) offset, end);
          System.arraycopy(part, 0, found, 0, part.length);
        }
        return found;
      }
    };
  }

  private static void elf(Bytes bytes) {
    var elf = Elf.read(bytes, "x", null);
    each(
        () -> {
          var sections = elf.sections();
          each(
              sections::check,
              sections::ir,
              sections::namesFiles,
              sections::namesSource,
              sections::debugBytes);
        },
        elf::dynamic,
        elf::image);
  }

  private static void archive(Bytes bytes) {
    for (Ar.Member member : Ar.read(bytes, "x").members()) {
      var content = bytes.slice(member.offset(), member.size());
      byte[] head = content.read(0, FileKind.HEAD);
      if (FileKind.of(head) == FileKind.ELF) {
        Elf.read(content, "x", member.name()).sections().check();
      }
    }
  }
}
