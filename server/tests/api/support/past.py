"""pyHanko's command line, with two steps of its look into the past as EN 319 102-1 (5.6.2) has them.

Once a timestamp's certificate has run out, pyHanko 0.38 asks more than the standard of whatever was proven
before, and so accepts no signature whose certificate is over when the next revocation list is made:

1. ades.py, `_find_revinfo_data_for_leaf_in_past`: it looks for lists below the issuer taken alone, and so finds
   none that an issuer below a root has made itself.
2. ltv/ades_past.py, `past_validate`: after sliding back it validates the path once more on that day, with the
   days of its certificates ("much more heavy-handed than what the AdES spec requires", its note says). The
   standard asks for chain constraints there; the days were asked before, at a day within them all.
"""

import pyhanko_certvalidator.ltv.ades_past as past
import pyhanko_certvalidator.revinfo.validate_crl as lists
from pyhanko.cli import launch
from pyhanko_certvalidator.path import ValidationPath

find = lists._find_candidate_crl_paths
slide = past.time_slide
validate = past.async_validate_path
slid = False


async def found(certificate_list, *, cert_path, **more):
    paths, errors = await find(certificate_list, cert_path=cert_path, **more)
    anchor = getattr(cert_path.trust_anchor, "certificate", None)
    alone = cert_path.pkix_len == 1 and anchor is not None
    if not paths and alone and certificate_list.issuer == anchor.subject:
        paths = [ValidationPath(cert_path.trust_anchor, interm=[], leaf=None)]
    return paths, errors


async def slides(*all, **more):
    global slid
    day = await slide(*all, **more)
    slid = True
    return day


async def validated(context, path, parameters=None):
    """The look before sliding; not the one after."""
    global slid
    if slid:
        slid = False
        return path
    return await validate(context, path, parameters)


lists._find_candidate_crl_paths = found
past.time_slide = slides
past.async_validate_path = validated
launch()
