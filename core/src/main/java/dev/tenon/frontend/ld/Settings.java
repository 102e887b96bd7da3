package dev.tenon.frontend.ld;

import dev.tenon.model.Item;
import dev.tenon.model.RootedPath;
import dev.tenon.option.Content;
import dev.tenon.option.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of settings, with file names put under their roots. */
public final class Settings {
  private Settings() {}

  /**
   * @param signs what stands for the system root in front of a search folder
   */
  public static Item.Value value(
      Option option, boolean on, @Nullable String value, List<String> signs) {
    if (value == null) {
      return on ? Item.ON : Item.OFF;
    }
    return switch (option.content()) {
      case READ, WRITE, FOLDER, SEARCH_FOLDER, WRITE_FOLDER ->
          value.equals("-") || value.isEmpty()
              ? new Item.Value.Text(value)
              : new Item.Value.File(
                  option.content() == Content.SEARCH_FOLDER
                      ? folder(value, signs)
                      : RootedPath.of(value));
      default -> new Item.Value.Text(value);
    };
  }

  /** A name that may begin with a sign for the system root. */
  private static RootedPath folder(String written, List<String> signs) {
    for (String sign : signs) {
      int length = sign.length() + 1;
      if (written.startsWith(sign + "/") && !written.startsWith("/", length)) {
        return new RootedPath(RootedPath.SYSROOT, written.substring(length));
      }
    }
    return RootedPath.of(written);
  }
}
