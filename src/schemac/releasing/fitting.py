"""Does the version's number tell what changed? Else it is not released."""

from __future__ import annotations

from schemac.workspace import UsageError, Workspace


def fitting_step(workspace: Workspace, specs: tuple[str, ...], today: str | None) -> None:
    """Raises UsageError when a change forbids the step from a parent, as `breaking` judges it."""
    from schemac.revision import Policy, compare, judge_steps

    breaking = workspace.project.breaking if workspace.project else None
    policy = Policy(use=breaking.use if breaking else (), today=today)
    for judged in judge_steps(compare(workspace, specs).steps, policy):
        if not judged.failed:
            continue
        errors = [one.change.message for one in judged.findings if one.level == "error"]
        said = [*errors, *(problem.message for problem in judged.problems)]
        raise UsageError(
            f"{judged.step.title}: {said[0]}",
            f"`schemac breaking {judged.step.id}` shows what asks for which step",
        )
