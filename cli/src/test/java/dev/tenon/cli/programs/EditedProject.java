package dev.tenon.cli.programs;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A project whose links are held against fresh ones while it is being changed. */
abstract class EditedProject {
  final Workshop shop;
  final Ground ground;

  /** What steers linkers and drivers; edits change it. */
  final Map<String, String> environment = new HashMap<>();

  private final Linkers linkers;
  private final Witness witness;

  EditedProject(Workshop shop, List<String> engines) throws IOException {
    this.shop = shop;
    this.ground = new Ground(shop.folder());
    this.linkers = new Linkers(shop.folder().resolve("linkers"), engines);
    this.witness = new Witness(shop.folder());
  }

  abstract List<Edit> edits();

  /** Has the build system do what it finds necessary. */
  abstract Outcome build(Workshop shop) throws IOException;

  Witness witness() {
    return witness;
  }

  Linkers linkers() {
    return linkers;
  }

  private Workshop steered() throws IOException {
    return shop.with(environment).with(linkers.environment());
  }

  /** A build of which every link is repeated afresh and compared. */
  Outcome witnessed() throws IOException {
    return build(steered().with(witness.environment(linkers.bare())));
  }

  /** A build that nobody looks at. */
  Outcome unwitnessed() throws IOException {
    return build(steered());
  }

  /** A variable has another value, or none. */
  Edit variable(String name, String... values) {
    return new Edit(
        "the environment",
        random -> {
          var value = values[random.nextInt(values.length)];
          if (value.equals(environment.get(name)) || environment.containsKey(name)) {
            environment.remove(name);
            return name + " unset";
          }
          environment.put(name, value);
          return name + "=" + value;
        });
  }

  /** Changes to what the last link left, as accidents and tools make them. */
  List<Edit> toOutputs(List<String> outputs) {
    return List.of(
        new Edit("output deleted", random -> ground.delete(Ground.any(outputs, random))),
        new Edit("output damaged", random -> ground.damage(Ground.any(outputs, random), false)),
        new Edit(
            "output damaged, time stamp put back",
            random -> ground.damage(Ground.any(outputs, random), true)),
        new Edit("output stripped", random -> tool("strip", Ground.any(outputs, random))),
        new Edit(
            "output stripped, time stamp put back",
            random -> tool("strip", "-p", Ground.any(outputs, random))),
        new Edit("output's mode", random -> ground.mode(Ground.any(outputs, random), random)),
        new Edit("output touched", random -> ground.touch(Ground.any(outputs, random))),
        new Edit("output misdated", random -> ground.misdate(Ground.any(outputs, random), random)),
        new Edit("output copied", random -> ground.replaceByCopy(Ground.any(outputs, random))));
  }

  private String tool(String... words) {
    var file = words[words.length - 1];
    if (!ground.has(file)) return "";
    var outcome = shop.run(words);
    return outcome.status() == 0 ? file : "";
  }

  /** For the report of a wrong skip. */
  String why(String output) {
    return shop.run(Workshop.BIN.resolve("tenon").toString(), "why", output).out();
  }

  static int number(Random random) {
    return random.nextInt(1_000_000);
  }
}
