package dev.tenon.pipeline;

import dev.tenon.model.Binding;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a link reads, searched for when somebody asks, once. For one thread. */
final class Bound implements Supplier<Binding> {
  private final Supplier<Binding> search;
  private @Nullable Binding found;

  Bound(Supplier<Binding> search) {
    this.search = search;
  }

  @Override
  public Binding get() {
    Binding result = found == null ? search.get() : found;
    found = result;
    return result;
  }
}
