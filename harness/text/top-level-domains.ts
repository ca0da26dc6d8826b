/** Country codes and the commoner generic domains: what makes `name.ending` a link. Not the whole registry. */
const known: ReadonlySet<string> = new Set(
  (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg " +
    "ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi " +
    "gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw " +
    "ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng " +
    "ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn " +
    "so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws " +
    "ye yt za zm zw com org net edu gov mil int info biz name pro aero coop museum jobs mobi travel tel cat asia xxx app dev " +
    "page zip mov blog cloud online site store shop tech space website live news email link click top xyz club wiki world " +
    "agency academy art bar bike boutique cafe camera camp capital care center chat city codes coffee company computer cool " +
    "design digital directory earth education energy engineering events exchange expert farm finance fitness football fun fund " +
    "gallery games gift global gold graphics group guide guru health help host hosting house institute international land law " +
    "legal life loan love market media money movie network ninja one party photo photos pizza plus press productions run " +
    "school science services social software solutions studio support systems team today tools tours town toys training " +
    "university vip video watch wedding win work works wtf zone ton рф укр бел срб მკ 中国 中文网"
  ).split(" "),
);

export const isTopLevelDomain = (name: string | undefined) => name !== undefined && known.has(name.toLowerCase());
