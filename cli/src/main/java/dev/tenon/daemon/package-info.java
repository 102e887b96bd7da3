/**
 * The head: one resident process per user and build, which fronts ask what to do.
 *
 * <p>In: a front's request over a Unix socket. Out: commands to that front (run this, print that,
 * exit so). It knows nothing of linking: what a request means is told to it as a {@link
 * dev.tenon.daemon.Head.Work}.
 */
@NullMarked
package dev.tenon.daemon;

import org.jspecify.annotations.NullMarked;
