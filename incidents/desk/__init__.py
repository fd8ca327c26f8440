"""The desk: the only writer. Each use case is one function and one transaction that it joins, and tells its reason.

take_in     a resident's post came (or changed, or went)
act         an official presses
answers     an official answers a resident, and what the network said
escalate    the clock says that something is due
people      enrolment and a summary's slot
"""
