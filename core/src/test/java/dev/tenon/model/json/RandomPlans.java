package dev.tenon.model.json;

import dev.tenon.model.Content;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;

/** Plans of every shape, from a seed. */
@NullMarked
final class RandomPlans {
  private static final String LETTERS = "ab/.-@ '\"\\\n\t=,:$ä語\u0001*{}<>";

  private final SplittableRandom random;

  RandomPlans(long seed) {
    random = new SplittableRandom(seed);
  }

  LinkPlan plan() {
    var items = new ArrayList<Item>();
    for (int i = random.nextInt(20); i > 0; i--) {
      items.add(item());
    }
    return new LinkPlan(
        pick(OutputKind.values()),
        random.nextBoolean(),
        random.nextBoolean() ? text() : null,
        random.nextBoolean() ? text() : null,
        random.nextBoolean() ? "lld" : null,
        pick(LinkPlan.Layout.values()),
        List.of(
            new LinkPlan.Output("map-file", path()),
            new LinkPlan.Output(LinkPlan.Output.PRIMARY, path())),
        items,
        random.nextBoolean() ? new LinkPlan.Provenance("ld", List.of(text(), text())) : null);
  }

  private Item item() {
    return switch (random.nextInt(8)) {
      case 0 -> new Item.Library(text(), random.nextBoolean(), state());
      case 1 -> new Item.Setting(text(), random.nextBoolean() ? Item.ON : Item.OFF);
      case 2 -> new Item.Setting(text(), new Item.Value.Text(text()));
      case 3 -> new Item.Setting(text(), new Item.Value.File(path()));
      case 4 -> {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        String option = random.nextBoolean() ? text() : null;
        yield new Item.Generated(text(), new Content(bytes), option, state());
      }
      case 5 -> new Item.Implicit(state());
      case 6 -> new Item.Raw(text());
      default -> new Item.Input(path(), state());
    };
  }

  private State state() {
    return new State(
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3),
        random.nextInt(3),
        random.nextInt(3) == 0 ? "binary" : null);
  }

  private RootedPath path() {
    return RootedPath.of(text());
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private String text() {
    var out = new StringBuilder();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return out.toString();
  }
}
