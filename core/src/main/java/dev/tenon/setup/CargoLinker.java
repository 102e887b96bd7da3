package dev.tenon.setup;

import dev.tenon.model.BadRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The linker that cargo has rustc call in a folder (The Cargo Book, "Configuration"): flags of
 * rustc come before cargo's own key, the environment before files, near files before far ones.
 *
 * @param host the target that cargo builds for by itself
 * @param linker a name or path; null if rustc chooses
 * @param where who says so
 */
public record CargoLinker(String host, @Nullable String linker, String where) {
  private static final Pattern FLAG =
      Pattern.compile("(?:-C[\\s\\x1f\"',]*|codegen[=\\s\\x1f]+)linker=([^\\s\\x1f\"']+)");

  /**
   * @throws BadRecord naming a configuration that is not TOML
   */
  public static CargoLinker of(Place place) {
    String host = new Finder(place).host();
    Map<Path, String> files = files(place);
    CargoLinker flags = flags(place, host, files);
    if (flags != null) {
      return flags;
    }
    String name = "CARGO_TARGET_" + host.toUpperCase(Locale.ROOT).replace('-', '_') + "_LINKER";
    if (!place.variable(name).isEmpty()) {
      return new CargoLinker(host, place.variable(name), name);
    }
    for (var file : files.entrySet()) {
      String value = value(file, List.of("target", host, "linker"));
      String linker = value == null ? null : Toml.string(value);
      if (linker != null) {
        // A path with a slash begins at the folder above the one of the file.
        Path base = file.getKey().resolveSibling("..").normalize();
        String found = linker.contains("/") ? base.resolve(linker).toString() : linker;
        return new CargoLinker(host, found, file.getKey().toString());
      }
    }
    return new CargoLinker(host, null, "");
  }

  /** What rustc's own flags say; of the four places for them only the first that is set counts. */
  private static @Nullable CargoLinker flags(Place place, String host, Map<Path, String> files) {
    for (String name : List.of("CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS")) {
      if (!place.variable(name).isEmpty()) {
        return flag(host, place.variable(name), name);
      }
    }
    String target = "CARGO_TARGET_" + host.toUpperCase(Locale.ROOT).replace('-', '_');
    if (!place.variable(target + "_RUSTFLAGS").isEmpty()) {
      return flag(host, place.variable(target + "_RUSTFLAGS"), target + "_RUSTFLAGS");
    }
    for (List<String> key :
        List.of(List.of("target", host, "rustflags"), List.of("build", "rustflags"))) {
      boolean isSet = false;
      for (var file : files.entrySet()) {
        String value = value(file, key);
        if (value != null) {
          isSet = true;
          CargoLinker found = flag(host, value, file.getKey() + " (rustflags)");
          if (found != null) {
            return found;
          }
        }
      }
      if (isSet) {
        return null;
      }
    }
    return null;
  }

  private static @Nullable CargoLinker flag(String host, String flags, String where) {
    Matcher matcher = FLAG.matcher(flags);
    return matcher.find() ? new CargoLinker(host, matcher.group(1), where) : null;
  }

  /** The configurations that hold in a folder, the nearest first. */
  private static Map<Path, String> files(Place place) {
    var folders = new ArrayList<Path>();
    for (Path at = place.folder(); at != null; at = at.getParent()) {
      folders.add(at.resolve(".cargo"));
    }
    String own = place.variable("CARGO_HOME");
    if (!own.isEmpty()) {
      folders.add(place.folder().resolve(own));
    } else if (place.variable("HOME").startsWith("/")) {
      folders.add(Path.of(place.variable("HOME"), ".cargo"));
    }
    var files = new LinkedHashMap<Path, String>();
    for (Path folder : folders) {
      for (String name : List.of("config", "config.toml")) {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
          try {
            files.putIfAbsent(file, Files.readString(file, StandardCharsets.UTF_8));
            break;
          } catch (IOException e) {
            throw new BadRecord(file.toString(), "cannot be read as UTF-8", e);
          }
        }
      }
    }
    return files;
  }

  private static @Nullable String value(Map.Entry<Path, String> file, List<String> key) {
    try {
      return CargoConfig.value(file.getValue(), key);
    } catch (BadRecord e) {
      throw new BadRecord(file.getKey() + ": " + e.place(), e.expectation(), e);
    }
  }
}
