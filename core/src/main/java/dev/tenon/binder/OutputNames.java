package dev.tenon.binder;

import dev.tenon.model.LinkPlan;
import dev.tenon.model.LinkPlan.Output;
import dev.tenon.model.RootedPath;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Outputs whose names depend on files. */
final class OutputNames {
  private OutputNames() {}

  /**
   * @param scripted what a script names the primary output, or null
   * @param folders to see whether a map is to go into a folder; null if the linker knows no such
   *     way
   */
  static LinkPlan of(
      LinkPlan plan, @Nullable String scripted, @Nullable Files folders, Places places) {
    RootedPath before = plan.primary();
    RootedPath primary = scripted == null ? before : RootedPath.of(scripted);
    var outputs = new ArrayList<Output>();
    for (Output output : plan.outputs()) {
      outputs.add(
          switch (output.role()) {
            case Output.PRIMARY -> new Output(output.role(), primary);
            case "time-trace" ->
                output.file().equals(suffixed(before))
                    ? new Output(output.role(), suffixed(primary))
                    : output;
            case "map-file" ->
                folders != null && isFolder(output.file(), folders, places)
                    ? new Output(output.role(), inside(output.file(), primary.name() + ".map"))
                    : output;
            default -> output;
          });
    }
    return plan.withOutputs(outputs);
  }

  private static boolean isFolder(RootedPath file, Files files, Places places) {
    return files.kind(places.spell(file)) == World.Kind.FOLDER;
  }

  private static RootedPath inside(RootedPath folder, String name) {
    return new RootedPath(folder.root(), Places.join(folder.path(), name));
  }

  private static RootedPath suffixed(RootedPath file) {
    return new RootedPath(file.root(), file.path() + Output.TIME_TRACE);
  }
}
