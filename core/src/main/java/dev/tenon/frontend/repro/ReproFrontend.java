package dev.tenon.frontend.repro;

import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.BadRecord;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import dev.tenon.option.Family;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.ResponseFiles;
import dev.tenon.option.Role;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads reproduce tars. */
public final class ReproFrontend {
  /** The root on which every path of the plan hangs but the output's. */
  public static final String ROOT = "repro";

  private static final String RESPONSE = "response.txt";

  /** Settings that made the tar, or that say how to link inside it. */
  private static final Set<String> ITS_OWN = Set.of("chroot", "directory", "repro", "reproduce");

  private final Path folder;

  /** Where relative names of the command line begin, with a slash at the end unless empty. */
  private String base = "";

  private ReproFrontend(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks the tar into the folder, without the tar's own top folder, and reads its command line.
   *
   * @param folder made if it is not there; must be empty
   * @throws BadRecord if the file is not such a tar, or names files outside the folder
   */
  public static LinkPlan read(Path tar, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var names = Files.newDirectoryStream(folder)) {
      if (names.iterator().hasNext()) {
        throw new BadRecord(folder.toString(), "is not empty");
      }
    }
    return new ReproFrontend(folder).unpack(tar);
  }

  private LinkPlan unpack(Path tar) throws IOException {
    String version = "";
    String response = null;
    try (var in =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar), 1 << 16))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = place(tar, entry.getName());
        if (entry.isSymbolicLink() || entry.isLink() || entry.isSparse()) {
          throw new BadRecord(tar.toString(), "entry `" + entry.getName() + "` is no plain file");
        }
        if (file == null || !entry.isFile()) {
          continue;
        }
        Files.createDirectories(file.getParent());
        long copied = Files.copy(in, file);
        if (copied != entry.getSize()) {
          throw new EOFException("ends inside " + entry.getName());
        }
        String name = folder.relativize(file).toString();
        if (name.equals(RESPONSE)) {
          response = Files.readString(file);
        } else if (name.equals("version.txt")) {
          version = Files.readString(file);
        }
      }
    } catch (IOException e) {
      throw new BadRecord(tar.toString(), "cannot be unpacked: " + e.getMessage(), e);
    }
    if (response == null) {
      throw new BadRecord(tar.toString(), "is not a reproduce tar: it has no " + RESPONSE);
    }
    Family family = version.contains("LLD") ? Family.LLD : Family.MOLD;
    return rooted(LdFrontend.read(ResponseFiles.split(response), family, null).plan());
  }

  private @Nullable Path place(Path tar, String name) {
    int top = name.indexOf('/');
    if (top < 0 || top + 1 == name.length()) {
      return null;
    }
    if (name.indexOf('\0') >= 0 || name.indexOf('\uFFFD') >= 0) {
      throw new BadRecord(tar.toString(), "entry `" + name + "` has a name that is not UTF-8");
    }
    Path file = folder.resolve(name.substring(top + 1)).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new BadRecord(tar.toString(), "entry `" + name + "` leads out of the folder");
    }
    return file;
  }

  private LinkPlan rooted(LinkPlan plan) {
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(String option, Item.Value.File(RootedPath file))
          && option.equals("directory")) {
        base = file.path() + "/";
      }
    }
    var items = new ArrayList<Item>();
    // Absolute names inside linker scripts are meant below the tar as well.
    items.add(new Item.Setting("sysroot", new Item.Value.File(new RootedPath(ROOT, ""))));
    for (Item item : plan.items()) {
      Item moved = rooted(item);
      if (moved != null) {
        items.add(moved);
      }
    }
    var primary =
        new LinkPlan.Output(
            LinkPlan.Output.PRIMARY, new RootedPath(RootedPath.CWD, plan.primary().name()));
    return plan.withItems(items).withOutputs(List.of(primary));
  }

  private @Nullable Item rooted(Item item) {
    return switch (item) {
      case Item.Input input -> new Item.Input(rooted(input.file()), input.state());
      case Item.Setting setting when dropped(setting) -> null;
      case Item.Setting(String option, Item.Value.File(RootedPath file)) ->
          new Item.Setting(option, new Item.Value.File(rooted(file)));
      default -> item;
    };
  }

  /** What belongs to the machine that the tar was made on: its plugin, its folder, another tar. */
  private static boolean dropped(Item.Setting setting) {
    Option option = OptionTable.linker().byId(setting.option());
    boolean plugin =
        option != null
            && option.role() == Role.PLUGIN
            && (setting.option().equals("plugin") || setting.option().equals("plugin-opt"));
    return plugin || ITS_OWN.contains(setting.option());
  }

  private RootedPath rooted(RootedPath file) {
    return switch (file.root()) {
      case RootedPath.CWD -> new RootedPath(ROOT, base + file.path());
      case RootedPath.HOST -> new RootedPath(ROOT, file.path());
      default -> file;
    };
  }
}
