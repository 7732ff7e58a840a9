"""Requirements: which exhibits meet what the clerk wants to see, and what is still lacking, in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evidence_desk.domain.comparing import same_value
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.fields import CaseValues, field_spec, named_value
from evidence_desk.domain.playbook import FieldCondition, KindNeed, Requirement
from evidence_desk.domain.readiness import RequirementState
from evidence_desk.errors import Words

__all__ = ["Distrust", "judge_requirements"]

Distrust = Mapping[str, Words]
"""Evidence that satisfies nothing for now, by id, with the reason as a clause: “运单号与面单不一致”."""


class _NeedState(NamedTuple):
    need: KindNeed
    counted: tuple[Evidence, ...]
    lacking: int


@dataclass(frozen=True)
class _Judge:
    values: CaseValues
    distrust: Distrust

    def state(self, requirement: Requirement) -> RequirementState:
        sets = [[self.need_state(need) for need in one] for one in requirement.sets]
        met = [one for one in sets if all(need.lacking == 0 for need in one)]
        counted = {item.id for one in met for need in one for item in need.counted}
        evidence = tuple(item.id for item in self.values.case.evidence if item.id in counted)
        explanation = self.met(requirement, evidence) if met else self.unmet(requirement, sets)
        return RequirementState(
            id=requirement.id,
            name=requirement.name,
            level=requirement.level,
            satisfied=bool(met),
            kinds=requirement.kinds,
            evidence=evidence,
            explanation=explanation,
            why=requirement.why,
            how=requirement.how,
            rejected=requirement.rejected,
        )

    def need_state(self, need: KindNeed) -> _NeedState:
        fit = [item for item in self.values.case.evidence if self.usable(item) and item.kind == need.kind]
        fit = [item for item in fit if all(self.meets(item, condition) for condition in need.where)]
        counted: list[Evidence] = []
        for item in fit:
            if need.distinct:
                new = self.differs(item, counted, need.distinct)
            else:
                # The same file attached twice is still one piece of evidence.
                new = all(set(item.files) != set(other.files) for other in counted)
            if new:
                counted.append(item)
        lacking = max(need.count - len(counted), 0)
        return _NeedState(need, tuple(fit if lacking == 0 and not need.distinct else counted), lacking)

    def usable(self, item: Evidence) -> bool:
        return item.include and item.kind is not None and item.id not in self.distrust

    def meets(self, item: Evidence, condition: FieldCondition) -> bool:
        value = self.values.said(item, condition.field)
        return value is not None and (not condition.one_of or str(value) in condition.one_of)

    def differs(self, item: Evidence, others: list[Evidence], name: str) -> bool:
        value = named_value(item, name, self.values.kinds)
        if value is None or value == "":
            return False
        known = [named_value(other, name, self.values.kinds) for other in others]
        return all(one is None or same_value(value, one) is False for one in known)

    def met(self, requirement: Requirement, evidence: tuple[str, ...]) -> Words:
        shown = [self.values.label(one) for one in evidence]
        return Words(
            f"{requirement.name}：已有{'、'.join(shown)}。",
            f"{requirement.name}: met by {', '.join(evidence)}.",
        )

    def unmet(self, requirement: Requirement, sets: list[list[_NeedState]]) -> Words:
        best = min(sets, key=lambda one: sum(need.lacking for need in one))
        if any(need.counted for need in best):
            has = [self.counted(need) for need in best if need.counted]
            wants = [self.remaining(need) for need in best if need.lacking]
            zh = f"{requirement.name}：已有{'、'.join(h.zh for h in has)}，还需{'、'.join(w.zh for w in wants)}"
            there, needed = (" and ".join(words.en for words in part) for part in (has, wants))
            en = f"{requirement.name}: {there} present, {needed} needed"
        else:
            alternatives = [[self.describe(need.need) for need in one] for one in sets]
            zh = f"缺少{requirement.name}：需要" + "；或".join("加".join(w.zh for w in one) for one in alternatives)
            en = f"{requirement.name} is missing: needed " + "; or ".join(
                " with ".join(w.en for w in one) for one in alternatives
            )
        reasons = self.not_counted(requirement)
        return Words(
            "；".join([zh, *(reason.zh for reason in reasons)]) + "。",
            "; ".join([en, *(reason.en for reason in reasons)]) + ".",
        )

    def counted(self, state: _NeedState) -> Words:
        name, count = self.kind_name(state.need.kind), len(state.counted)
        return Words(f" {count} 份{name.zh}", f"{count} × {name.en}")

    def remaining(self, state: _NeedState) -> Words:
        name, need = self.kind_name(state.need.kind), state.need
        if not state.counted:
            return self.describe(need)
        field = self.field_name(need.kind, need.distinct)
        return Words(
            f"{field.zh}不同的另 {state.lacking} 份" if need.distinct else f"另 {state.lacking} 份{name.zh}",
            f"{state.lacking} more {name.en}" + (f" with another {field.en}" if need.distinct else ""),
        )

    def describe(self, need: KindNeed) -> Words:
        name = self.kind_name(need.kind)
        zh, en = name.zh, name.en
        if need.count > 1:
            zh, en = f" {need.count} 份{zh}", f"{need.count} × {en}"
        details = [self.condition(need.kind, condition) for condition in need.where]
        if need.distinct and need.count > 1:
            field = self.field_name(need.kind, need.distinct)
            details.append(Words(f"{field.zh}各不相同", f"each with another {field.en}"))
        if details:
            zh += f"（{'，'.join(detail.zh for detail in details)}）"
            en += f" ({', '.join(detail.en for detail in details)})"
        return Words(zh, en)

    def condition(self, kind: str, condition: FieldCondition) -> Words:
        field = self.field_name(kind, condition.field)
        if not condition.one_of:
            return Words(f"须写明{field.zh}", f"{field.en} given")
        spec = field_spec(self.values.kinds.get(kind), condition.field)
        labels = [spec.choices.get(choice, choice) if spec else choice for choice in condition.one_of]
        return Words(f"{field.zh}为{'或'.join(labels)}", f"{field.en}: {' or '.join(condition.one_of)}")

    def not_counted(self, requirement: Requirement) -> list[Words]:
        """Say of each exhibit of a wanted kind why it does not count."""
        reasons = []
        for item in self.values.case.evidence:
            if item.kind in requirement.kinds:
                reason = self.reason(item, requirement)
                if reason:
                    label = self.values.label(item.id)
                    reasons.append(Words(f"{label}{reason.zh}，未计入", f"{item.id} {reason.en}, not counted"))
        return reasons

    def reason(self, item: Evidence, requirement: Requirement) -> Words | None:
        if not item.include:
            return Words("没有放入材料", "is left out of the packet")
        if item.id in self.distrust:
            return self.distrust[item.id]
        needs = [need for one in requirement.sets for need in one if need.kind == item.kind]
        failed = [[c for c in need.where if not self.meets(item, c)] for need in needs]
        if all(failed):
            unsaid = [c.field for c in failed[0] if self.values.said(item, c.field) is None]
            if unsaid:
                return self.lacks(item, unsaid)
            wanted = [self.condition(item.kind or "", condition) for condition in failed[0]]
            return Words(
                f"不符合“{'，'.join(words.zh for words in wanted)}”",
                f"lacks: {', '.join(words.en for words in wanted)}",
            )
        unnamed = [need.distinct for need in needs if need.distinct]
        if len(unnamed) == len(needs) and all(named_value(item, name, self.values.kinds) is None for name in unnamed):
            return self.lacks(item, unnamed[:1])
        return None

    def lacks(self, item: Evidence, names: list[str]) -> Words:
        """Name fields that are not filled in, with the keys under which they are."""
        fields = [self.field_name(item.kind or "", name) for name in names]
        zh = "、".join(f"{field.zh}（{name}）" for field, name in zip(fields, names, strict=True))
        en = ", ".join(f"{field.en} ({name})" for field, name in zip(fields, names, strict=True))
        return Words(f"没有填写{zh}", f"does not say its {en}")

    def kind_name(self, kind: str) -> Words:
        found = self.values.kinds.get(kind)
        return Words(found.name, found.name_en) if found else Words(kind, kind)

    def field_name(self, kind: str, name: str) -> Words:
        spec = field_spec(self.values.kinds.get(kind), name)
        return Words(spec.name, spec.name_en) if spec else Words(name, name)


def judge_requirements(
    values: CaseValues, *, requirements: tuple[Requirement, ...], distrust: Distrust
) -> tuple[RequirementState, ...]:
    """Measure the evidence against each requirement, in their order.

    Evidence that is left out, has no kind or stands in `distrust` satisfies nothing. Where no set is met, the
    explanation takes the one that lacks least.
    """
    judge = _Judge(values, distrust)
    return tuple(judge.state(requirement) for requirement in requirements)
