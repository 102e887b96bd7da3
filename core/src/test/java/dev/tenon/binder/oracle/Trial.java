package dev.tenon.binder.oracle;

import dev.tenon.binder.Binder;
import dev.tenon.binder.RealWorld;
import dev.tenon.binder.Toolchains;
import dev.tenon.binder.observe.Observation;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.Binding;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.RootedPath;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import dev.tenon.real.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One link: bound, performed under strace, observed, and compared. */
public record Trial(Binding binding, Lab.Result result, List<Read> reads, Comparison comparison) {

  /**
   * @param words without the program, response files opened
   * @param environment the linker's, but for {@code PATH}
   * @param notes folder for the log and the dependency file
   */
  public static Trial of(
      Toolchains tools,
      Path linker,
      Path folder,
      List<String> words,
      Map<String, String> environment,
      Path notes) {
    Tool tool = tools.identify("linker", linker);
    Binding binding = bind(tools, tool, folder, words, environment);
    Path log = notes.resolve("strace.log");
    Path dependencies = notes.resolve("dependencies");
    var observation = Observation.of(binding, dependencies.toString(), true);
    List<String> all = new ArrayList<>(Strace.WORDS);
    all.add(log.toString());
    all.add(linker.toString());
    all.addAll(words);
    all.addAll(observation.words());
    var result = new Lab(folder).run(environment, all);
    RootedPath own = Observation.own(binding.plan());
    Path file = own == null ? dependencies : folder.resolve(spelt(own));
    String told = Files.exists(file) ? text(file) : null;
    List<Read> reads = observation.reads(binding, told, result.out());
    List<String> outputs = new ArrayList<>(List.of(dependencies.toString()));
    binding.plan().outputs().forEach(output -> outputs.add(spelt(output.file())));
    var comparison = Comparison.of(reads, text(log), folder.toString(), linker, outputs);
    return new Trial(binding, result, reads, comparison);
  }

  /** The binding of a command line. */
  public static Binding bind(
      Toolchains tools,
      Tool tool,
      Path folder,
      List<String> words,
      Map<String, String> environment) {
    Family family =
        switch (tool.family()) {
          case "lld" -> Family.LLD;
          case "mold" -> Family.MOLD;
          default -> Family.BFD;
        };
    LinkPlan plan = LdFrontend.read(words, family, tool.family()).plan();
    var toolchain = new Toolchain(List.of(tool), Set.of(), "given", environment);
    return Binder.bind(
        plan, toolchain, Map.of(RootedPath.CWD, folder.toString()), new RealWorld(tools::builtIn));
  }

  private static String spelt(RootedPath file) {
    // GNU ld and LLD write a file of this name where mold writes to standard output.
    String path = file.equals(RootedPath.STDOUT) ? "-" : file.path();
    return file.root().equals(RootedPath.HOST) ? "/" + path : path;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
