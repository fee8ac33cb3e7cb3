"""The worker's day: which job runs when, on which thread, and how it all ends."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from deskbell.jobs import promises, upkeep
from deskbell.jobs.call_webhooks import WebhookCaller
from deskbell.jobs.clocks import Clocks
from deskbell.jobs.copy_sent import SentCopier
from deskbell.jobs.erase_old import erase_old
from deskbell.jobs.fetch_mail import MailboxFetcher
from deskbell.jobs.hand_out import Router
from deskbell.jobs.keep_backups import keep_backups
from deskbell.jobs.list_customers import list_customers
from deskbell.jobs.office import Office
from deskbell.jobs.read_again import AgainReader
from deskbell.jobs.read_mail import MailReader
from deskbell.jobs.run_automation import RuleRunner
from deskbell.jobs.send_outbox import OutboxSender
from deskbell.jobs.send_warnings import WarningSender
from deskbell.jobs.settle_unknown import UnknownSettler
from deskbell.model.errors import DeskError
from deskbell.store import lease
from deskbell.store.queries import mailboxes
from deskbell.store.session import Session

log = logging.getLogger("deskbell.jobs")

THREADS = 24
# A mailbox takes a thread for as long as it waits for news, and must not keep the other jobs from theirs.
MAILBOX_THREADS = 500
MAILBOXES = "mailboxes"
EVERY_SECOND = 1.0
AFTER_FAILURE = 5.0
LOOK_FOR_MAILBOXES = 5.0
COPY_SENT = 5.0
SETTLE = 15.0
WAKE = 5.0
SWEEP = 2.0
COUNT_ANEW = 5.0
REMIND = 5.0
# In days, this is soon enough.
VERIFY = 60.0
GIVE_BACK = 5.0
LIST = 2.0
TIDY = 3600.0
# A backup is looked for when the rush of a start is over.
BACKUP_FIRST = 120.0
BACKUP = 600.0
# What is erased has lain there for days: nobody waits for it.
ERASE_FIRST = 300.0
ERASE = 3600.0
PRESENT = 5.0


class Worker:
    """Runs the jobs until it is told to stop. Each job is one-shot and names the time of its next run itself, so that none overlaps itself.

    `alive` is called every few seconds for as long as jobs get to run; `clocks` are this computer's.
    """

    def __init__(self, office: Office, alive: Callable[[], None] = lambda: None, clocks: Clocks | None = None) -> None:
        self._office = office
        self._alive = alive
        self._reader = MailReader(office)
        self._again = AgainReader(office)
        self._sender = OutboxSender(office)
        self._warnings = WarningSender(office)
        self._copier = SentCopier(office)
        self._settler = UnknownSettler(office)
        self._caller = WebhookCaller(office)
        self._router = Router(office, RuleRunner(office))
        self._fetchers: dict[int, MailboxFetcher] = {}
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(THREADS), MAILBOXES: ThreadPoolExecutor(MAILBOX_THREADS)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            timezone=UTC,
        )
        self._scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        # APScheduler waits for its threads with the lock held that a job needs to add one: nothing may be added from then on.
        self._adding = threading.Lock()
        self._ending = False
        self._clocks = clocks or Clocks()
        # When each job is due by the steady clock, and what stands in its way; by its name.
        self._due: dict[str, float] = {}
        self._troubles: dict[str, str] = {}

    def run(self) -> None:
        """Work until `office.stop` is set, then end every job and give the leases back."""
        self._office.release_of_dead()
        self._repeat("mailboxes", self._look_for_mailboxes)
        self._repeat("read", self._read)
        self._repeat("send", self._every(EVERY_SECOND, self._sender.run))
        self._repeat("rules", self._every(EVERY_SECOND, self._router.run))
        self._repeat("call", self._every(EVERY_SECOND, self._caller.run))
        self._repeat("copy", self._every(COPY_SENT, self._copier.run))
        self._repeat("settle", self._every(SETTLE, self._settler.run))
        self._repeat("wake", self._every(WAKE, lambda: upkeep.wake_snoozed(self._office)))
        self._repeat("remind", self._every(REMIND, lambda: upkeep.remind(self._office)))
        self._repeat("verify", self._every(VERIFY, lambda: upkeep.remind_to_verify(self._office)))
        self._repeat("warn", self._every(SWEEP, self._warnings.run))
        self._repeat("give back", self._every(GIVE_BACK, lambda: upkeep.give_back(self._office)))
        self._repeat("sweep", self._every(SWEEP, lambda: promises.sweep(self._office)))
        self._repeat("count anew", self._every(COUNT_ANEW, lambda: promises.count_anew(self._office)))
        self._repeat("list", self._every(LIST, lambda: list_customers(self._office)))
        self._repeat("tidy", self._every(TIDY, lambda: upkeep.tidy(self._office)))
        self._repeat("backup", self._every(BACKUP, lambda: keep_backups(self._office)), after=BACKUP_FIRST)
        self._repeat("erase", self._every(ERASE, lambda: erase_old(self._office)), after=ERASE_FIRST)
        self._repeat("present", self._every(PRESENT, self._say_present))
        self._scheduler.start()
        log.info("worker %s has begun", self._office.holder)
        # In short waits: on Windows a signal (Ctrl+C) is not heard during one that has no end.
        while not self._office.stop.wait(EVERY_SECOND):
            self._heed_clocks()
            self._hurry_late()
        with self._adding:
            self._ending = True
        # First no job may be between due and gone: APScheduler's own thread would not find it any more, and say so in a traceback.
        self._scheduler.pause()
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=True)
        self._caller.rest()
        try:
            self._give_back()
        except DeskError as error:
            # A database that is away: what is ours there runs out by itself.
            log.warning("not all leases were given back: %s %s", error, error.detail)
        log.info("worker %s has ended", self._office.holder)

    def _give_back(self) -> None:
        """Let go of all that others wait for."""
        for fetcher in self._fetchers.values():
            fetcher.leave()
        self._reader.rest()
        for name in (lease.WORKER, lease.SERVICE):
            self._office.give_up(name)

    def run_once(self) -> None:
        """Everything that is due now, once: fetch all mailboxes, file what waits, send the outbox."""
        self._office.release_of_dead()
        for mailbox_id in self._office.desk.read(active_mailboxes):
            self._fetcher(mailbox_id).run(wait=False)
        self._reader.run()
        self._again.run()
        for fetcher in self._fetchers.values():
            fetcher.finish()
            fetcher.leave()
        self._router.run(patience=0)
        self._caller.run()
        self._sender.run()
        self._copier.run()
        upkeep.wake_snoozed(self._office)
        upkeep.remind(self._office)
        upkeep.remind_to_verify(self._office)
        promises.count_anew(self._office)
        promises.sweep(self._office)
        self._warnings.run()
        list_customers(self._office)
        self._caller.wait()

    def _repeat(self, name: str, job: Callable[[], float], executor: str = "default", *, after: float = 0.0) -> None:
        """Run a job now, or after so many seconds, and again as many seconds after each run as it says itself."""

        def run() -> None:
            pause = AFTER_FAILURE
            try:
                pause = job()
                if self._troubles.pop(name, ""):
                    log.info("%s: it works again", name)
            except DeskError as error:
                # The surroundings (a full disk, a database that is away): it comes again every few seconds, and is told once.
                if self._troubles.get(name) != error.code:
                    log.warning("%s: %s %s", name, error, error.detail)
                self._troubles[name] = error.code
            finally:
                self._add(run, name, executor, pause)

        self._add(run, name, executor, after)

    def _add(self, run: Callable[[], None], name: str, executor: str, pause: float) -> None:
        """Have a job run once after a pause in seconds; none any more while the worker ends."""
        with self._adding:
            if not self._ending:
                self._due[name] = time.monotonic() + pause
                at = datetime.now(UTC) + timedelta(seconds=pause)
                self._scheduler.add_job(run, "date", run_date=at, name=name, executor=executor)

    @staticmethod
    def _every(seconds: float, job: Callable[[], object]) -> Callable[[], float]:
        def run() -> float:
            job()
            return seconds

        return run

    def _read(self) -> float:
        """File what waits, and what is to be read again; then sleep until somebody kept more, at most a second (an import may come from another program)."""
        self._office.news.clear()
        self._reader.run(go_on=True)
        self._again.run()
        if not self._office.news.wait(EVERY_SECOND):
            self._reader.rest()
        return 0.0

    def _look_for_mailboxes(self) -> float:
        """Begin to watch mailboxes that are new."""
        for mailbox_id in self._office.desk.read(active_mailboxes):
            if mailbox_id not in self._fetchers:
                self._repeat(f"mailbox {mailbox_id}", self._fetcher(mailbox_id).run, MAILBOXES)
        return LOOK_FOR_MAILBOXES

    def _fetcher(self, mailbox_id: int) -> MailboxFetcher:
        return self._fetchers.setdefault(mailbox_id, MailboxFetcher(self._office, mailbox_id))

    def _say_present(self) -> None:
        """Renew the leases that others look at, and cut the connections that do not get on."""
        try:
            if self._office.service:
                self._office.take(lease.SERVICE)
            self._office.take(lease.WORKER)
        finally:
            for fetcher in list(self._fetchers.values()):
                fetcher.watch()
            self._alive()

    def _heed_clocks(self) -> None:
        """Where we were asleep or stopped, or the clock was set, connect anew: the servers have forgotten us."""
        if not self._clocks.jumped():
            return
        log.warning("the clock jumped, or we were stopped: beginning anew")
        for fetcher in list(self._fetchers.values()):
            fetcher.interrupt()

    def _hurry_late(self) -> None:
        """The scheduler goes by the clock on the wall: where that was set back, it would wait until it shows the hour that a job was meant for."""
        for job in self._scheduler.get_jobs():
            # One that has begun by now is gone.
            with suppress(JobLookupError):
                if self._due[job.name] < time.monotonic():
                    job.modify(next_run_time=datetime.now(UTC))


def active_mailboxes(session: Session) -> list[int]:
    """The mailboxes that mail is to be fetched for."""
    return [row.id for row in mailboxes.rows(session) if row.active and row.imap_host]


def _report(event: JobExecutionEvent) -> None:
    error = event.exception
    if error is not None:
        log.error("a job failed: %s", error, exc_info=error)
    else:
        log.warning("a job missed its time: %s", event.job_id)
