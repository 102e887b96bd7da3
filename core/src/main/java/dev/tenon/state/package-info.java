/**
 * The folder on disk in which a user's Tenon remembers things: whose it is, and how files in it are
 * opened.
 */
@NullMarked
package dev.tenon.state;

import org.jspecify.annotations.NullMarked;
