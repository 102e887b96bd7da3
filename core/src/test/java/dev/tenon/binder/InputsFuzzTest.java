package dev.tenon.binder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.fuzz.Bytes;
import dev.tenon.fuzz.Fuzzer;
import dev.tenon.fuzz.MemoryWorld;
import dev.tenon.fuzz.Objects;
import dev.tenon.fuzz.Words;
import dev.tenon.model.BadRecord;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import dev.tenon.option.ResponseFiles;
import dev.tenon.real.Lab;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of which the command line and a file were changed at random, as far as they are read. */
class InputsFuzzTest {
  private static final String FOLDER = "/work";
  private static final List<String> PIPES = List.of("pipe", "pipe.o", "libpipe.a");

  @TempDir Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();

  @BeforeEach
  void files() {
    Lab.needs("gcc", "ar");
    files.putAll(Objects.in(new Lab(folder)));
    Objects.texts().forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));
    words.addAll(Objects.words(files.keySet()));
    words.addAll(List.of("pipe", "@pipe", "-Tpipe", "pipe.o", "-lpipe", "--version-script=pipe"));
  }

  @Test
  void aChangedLinkIsUnderstoodOrLeftToTheLinker() {
    Fuzzer.run(
        "inputs",
        random -> Long.toString(random.nextLong()).getBytes(UTF_8),
        input -> link(new SplittableRandom(Long.parseLong(new String(input, UTF_8)))),
        List.of(BadRecord.class, ResponseFiles.RefusedException.class));
  }

  private void link(SplittableRandom random) {
    var all = new LinkedHashMap<>(files);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String name = Bytes.pick(random, List.copyOf(files.keySet()));
      all.computeIfPresent(
          name, (_, bytes) -> Bytes.change(random, bytes, List.copyOf(files.values())));
    }
    // An archive of names that were changed can have any.
    if (random.nextInt(8) == 0) {
      all.put("libt.a", thin(random));
    }
    List<String> line = Bytes.pick(random, Objects.lines());
    line = random.nextInt(3) == 0 ? line : Words.change(random, line, words);
    Family family = Bytes.pick(random, List.of(Family.BFD, Family.LLD, Family.MOLD));
    link(line, family, new MemoryWorld(FOLDER, all, PIPES));
  }

  private byte[] thin(SplittableRandom random) {
    var text = new StringBuilder("!<thin>\n");
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String name = Bytes.pick(random, new ArrayList<>(files.keySet()));
      name = random.nextInt(3) == 0 ? Bytes.pick(random, PIPES) : name;
      text.append("%-16s%-12d%-6d%-6d%-8o%-10d`\n".formatted(name + "/", 0, 0, 0, 0644, 9));
    }
    return text.toString().getBytes(UTF_8);
  }

  private static void link(List<String> line, Family family, MemoryWorld world) {
    List<String> expanded = ResponseFiles.expand(line, name -> text(world, name), family);
    var parsed = LdFrontend.read(expanded, family, null);
    if (parsed.query() || parsed.incomplete() != null || !parsed.hasInputs()) {
      return;
    }
    String name = family.name().toLowerCase(Locale.ROOT);
    var tool = new Tool("linker", name, "2.40", "/bin/ld", "0".repeat(64));
    var tools = new Toolchain(List.of(tool), Set.of(), "", Map.of());
    Map<String, String> roots = Map.of("cwd", FOLDER);
    LinkPlan plan = Binder.named(parsed.plan(), parsed.isNamed(), tools, roots, world);
    for (Binding binding :
        List.of(
            Binder.bind(plan, tools, roots, world), Binder.examine(plan, tools, roots, world))) {
      for (Binding.Trouble trouble : binding.troubles()) {
        Fuzzer.message(trouble.detail());
      }
    }
  }

  private static @Nullable String text(MemoryWorld world, String name) {
    String path = FOLDER + "/" + name;
    try {
      return world.kind(path) == World.Kind.FILE
          ? UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(world.read(path, 0, (int) world.size(path))))
              .toString()
          : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
