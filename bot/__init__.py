"""The process: settings, storage, scheduler, courier, wiring, the command line."""
