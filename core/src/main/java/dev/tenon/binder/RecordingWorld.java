package dev.tenon.binder;

import dev.tenon.model.Tool;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes questions on, keeps the answers, and can give them again without the world. */
public final class RecordingWorld implements World {
  private final @Nullable World world;
  private final Map<Question, Object> answers;

  /**
   * @param aspect the name of the method that was asked
   */
  public record Question(String aspect, String path, long offset, int length) {}

  /** Asks {@code world}. */
  public RecordingWorld(World world) {
    this(world, new LinkedHashMap<>());
  }

  private RecordingWorld(@Nullable World world, Map<Question, Object> answers) {
    this.world = world;
    this.answers = answers;
  }

  /** The questions in the order in which they came first. */
  public List<Question> questions() {
    return List.copyOf(answers.keySet());
  }

  /** A world that gives these answers and knows nothing else. */
  public RecordingWorld replay() {
    return new RecordingWorld(null, new LinkedHashMap<>(answers));
  }

  @Override
  public Kind kind(String path) {
    return ask("kind", path, 0, 0, Kind.class, () -> real().kind(path));
  }

  @Override
  public byte[] read(String path, long offset, int length) {
    return ask("read", path, offset, length, byte[].class, () -> real().read(path, offset, length))
        .clone();
  }

  @Override
  public long size(String path) {
    return ask("size", path, 0, 0, Long.class, () -> real().size(path));
  }

  @Override
  public List<String> list(String folder) {
    return List.of(
        ask(
            "list",
            folder,
            0,
            0,
            String[].class,
            () -> real().list(folder).toArray(String[]::new)));
  }

  @Override
  public String real(String path) {
    return ask("real", path, 0, 0, String.class, () -> real().real(path));
  }

  @Override
  public BuiltIn builtIn(Tool linker, @Nullable String emulation) {
    String asked = linker.digest() + " " + emulation;
    return ask("builtIn", asked, 0, 0, BuiltIn.class, () -> real().builtIn(linker, emulation));
  }

  private World real() {
    if (world == null) {
      throw new IllegalStateException("a question that was not recorded");
    }
    return world;
  }

  private <T> T ask(
      String aspect, String path, long offset, int length, Class<T> type, Supplier<T> other) {
    var question = new Question(aspect, path, offset, length);
    Object known = answers.get(question);
    if (known == null) {
      try {
        known = other.get();
      } catch (UncheckedIOException e) {
        known = e;
      }
      answers.put(question, known);
    }
    if (known instanceof UncheckedIOException e) {
      throw e;
    }
    return type.cast(known);
  }
}
