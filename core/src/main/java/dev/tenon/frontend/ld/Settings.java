package dev.tenon.frontend.ld;

import dev.tenon.model.Item;
import dev.tenon.model.RootedPath;
import dev.tenon.option.Option;
import org.jspecify.annotations.Nullable;

/** Values of settings, with file names put under their roots. */
public final class Settings {
  private Settings() {}

  public static Item.Value value(Option option, boolean on, @Nullable String value) {
    if (value == null) {
      return on ? Item.ON : Item.OFF;
    }
    return switch (option.content()) {
      case READ, WRITE, FOLDER, SEARCH_FOLDER, WRITE_FOLDER ->
          value.equals("-") || value.isEmpty()
              ? new Item.Value.Text(value)
              : new Item.Value.File(file(value));
      default -> new Item.Value.Text(value);
    };
  }

  /** A name that may begin with the sign for the system root, {@code =} or {@code $SYSROOT}. */
  private static RootedPath file(String written) {
    for (String sign : new String[] {"=/", "$SYSROOT/"}) {
      if (written.startsWith(sign) && !written.startsWith("/", sign.length())) {
        return new RootedPath(RootedPath.SYSROOT, written.substring(sign.length()));
      }
    }
    return RootedPath.of(written);
  }
}
