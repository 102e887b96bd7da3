package dev.tenon.model;

import dev.tenon.model.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one compile produced and needs of the links that it takes part in.
 *
 * @param name of the unit, unique among the units of a link
 * @param target triple it was compiled for
 * @param extensions what only one planner reads, by its name ({@code rustc})
 */
public record LinkUnit(
    String name,
    String target,
    List<CompiledFile> files,
    List<NativeLibrary> libraries,
    List<Edge> edges,
    List<String> exports,
    List<String> linkArguments,
    Map<String, Json> extensions) {
  public LinkUnit {
    files = List.copyOf(files);
    libraries = List.copyOf(libraries);
    edges = List.copyOf(edges);
    exports = List.copyOf(exports);
    linkArguments = List.copyOf(linkArguments);
    extensions = Map.copyOf(extensions);
  }

  /**
   * @param kind {@code object}, {@code ir}, {@code metadata}, {@code archive}, {@code shared}
   * @param producer of IR: {@code llvm}, {@code gcc}; null for machine code
   * @param version of the producer
   */
  public record CompiledFile(
      String kind, RootedPath file, @Nullable String producer, @Nullable String version) {}

  /**
   * @param kind {@code static}, {@code shared}, {@code framework}, {@code raw-dylib} or {@code
   *     unspecified}
   * @param modifiers such as {@code +whole-archive}
   */
  public record NativeLibrary(String name, String kind, List<String> modifiers) {
    public NativeLibrary {
      modifiers = List.copyOf(modifiers);
    }
  }

  /**
   * A need of another unit.
   *
   * @param isInterface whether who links this unit sees the other one too
   * @param formats in which the other is there: {@code archive}, {@code shared}, {@code metadata}
   */
  public record Edge(String unit, boolean isInterface, List<String> formats) {
    public Edge {
      formats = List.copyOf(formats);
    }
  }
}
