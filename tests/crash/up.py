"""Run as a module, this is `prachum up` for which a second is a life: killed this often it would wait ever longer."""

from prachum import supervisor
from prachum.up import up

if __name__ == "__main__":
    # The pause before a restart grows while lives are shorter than this; we want the crash, not the pause, measured.
    supervisor.STEADY = 1.0
    up()
