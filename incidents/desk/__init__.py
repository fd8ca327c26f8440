"""The desk: the only writer. Each use case is one function and one transaction that it joins, and tells its reason.

take_in     a resident's post came (or changed, or went)
act         an official presses
answers     an official answers a resident: draft, preview, the 60 seconds
publishing  what the network said of the answer
escalate    the clock says that something is due
people      enrolment and a summary's slot
"""
