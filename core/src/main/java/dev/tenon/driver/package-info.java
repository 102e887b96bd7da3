/**
 * Performs a recipe: writes generated files, runs the steps, publishes what they made.
 *
 * <p>In: a {@link dev.tenon.model.Recipe}, the folder of each root, an {@link
 * dev.tenon.driver.Execution} (working folder, environment, streams). Out: an {@link
 * dev.tenon.driver.Outcome}. It knows processes and files and nothing of what a word means.
 *
 * <pre>
 * Outcome outcome = Driver.perform(recipe, execution);
 * outcome.exit();   // of the first step that failed, or 0
 * </pre>
 */
@NullMarked
package dev.tenon.driver;

import org.jspecify.annotations.NullMarked;
