#!/usr/bin/env python3
"""Fails unless a plugin exports exactly tidemark_plugin_entry (see plugin.map)."""
import subprocess
import sys

listing = subprocess.run(["nm", "-D", "--defined-only", sys.argv[1]], check=True, capture_output=True, text=True)
exported = sorted(line.split()[-1] for line in listing.stdout.splitlines())
print(f"{sys.argv[1]} exports {len(exported)} symbol(s): {', '.join(exported)}")
sys.exit(exported != ["tidemark_plugin_entry"])
